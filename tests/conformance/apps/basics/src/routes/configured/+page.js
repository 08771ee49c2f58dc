export const config = { runtime: 'of another adapter' };
export const load = ({ data }) => data;
