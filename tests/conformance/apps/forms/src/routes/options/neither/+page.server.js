export const ssr = false;
export const csr = false;
