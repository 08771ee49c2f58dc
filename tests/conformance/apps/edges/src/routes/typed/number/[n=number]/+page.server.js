export const load = ({ params }) => ({ n: params.n });
