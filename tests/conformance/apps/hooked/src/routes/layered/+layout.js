export const load = ({ data, url }) => ({ ...data, layered: url.search });
