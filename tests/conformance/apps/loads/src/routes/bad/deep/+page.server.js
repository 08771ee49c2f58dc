class Thing {}

export const load = () => ({ items: [1, { price: new Thing() }] });
