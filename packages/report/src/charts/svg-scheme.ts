import { schemeRules, schemeVariables } from './palette';

const selector = 'svg.polyhead-figure';
const rules = schemeRules(selector);

/** Style sheets that let drawings follow the color scheme. */
export const svgScheme = {
  /** For a page that declares the variables: ties the marks of its inline drawings to them. */
  rules,
  /** For a drawing on its own: dark colors where the viewer prefers them. */
  style: `@media screen and (prefers-color-scheme:dark){${selector}{${schemeVariables('dark')}}${rules}}`,
};
