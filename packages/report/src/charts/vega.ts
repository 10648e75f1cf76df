/**
 * The parts of Vega and Vega-Lite that draw. The build replaces this module by one file with all of them
 * (tsup.config.js), so that bundlers need no settings for Vega: a module of it, vega-canvas, awaits at its top level in
 * Node, which CommonJS cannot.
 */
export { loader, parse, View } from 'vega';
export { compile } from 'vega-lite';
