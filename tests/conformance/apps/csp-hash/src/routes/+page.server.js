export const load = () => ({ text: '<policy>' });
