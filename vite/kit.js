/**
 * The parts of kit's internal types that we rely on.
 *
 * @typedef {object} ValidatedConfig
 * @property {string} appDir
 * @property {string} outDir
 * @property {string[]} moduleExtensions
 * @property {{ src: string, routes: string, assets: string, appTemplate: string, errorTemplate: string, params: string, serviceWorker: string, hooks: { server: string, universal: string, client: string } }} files
 * @property {{ base: string, assets: string, relative: boolean, origin?: string }} paths
 * @property {{ name: string }} version
 * @property {{ mode: string, directives: Record<string, unknown>, reportOnly: Record<string, unknown> }} csp
 * @property {{ trustedOrigins: string[] }} csrf
 * @property {{ type: string, resolution: string }} router
 * @property {{ bundleStrategy: string, linkHeaderPreload: boolean }} output
 * @property {{ register: boolean }} serviceWorker
 * @property {{ experimental?: { async?: boolean } }} [compilerOptions]
 */

export {};
