export const load = ({ url }) => ({ pathname: url.pathname });
