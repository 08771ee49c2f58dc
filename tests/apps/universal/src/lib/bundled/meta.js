const { MODE, SSR } = import.meta.env;

export const meta = [typeof import.meta, import.meta.url.startsWith('http') ? 'an address' : import.meta.url, SSR, typeof MODE].join(' ');
