const wait = async () => 'was awaited';

export const ready = await wait();
