export const addresses = {
	noise: new URL('./noise.png', import.meta.url).href,
	of: (name) => new URL(`./${name}.png`, import.meta.url).href
};
