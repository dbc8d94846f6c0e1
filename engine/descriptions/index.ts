export { describeForm } from './forms.ts';
export { describeModel, describeObject } from './objects.ts';
