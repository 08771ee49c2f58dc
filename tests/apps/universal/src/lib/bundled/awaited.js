const steps = ['before'];

export const value = await new Promise((resolve) => setTimeout(() => resolve('awaited'), 1));

steps.push('after');
export { steps };
