export const load = ({ params }) => ({ n: params.n, type: typeof params.n });
