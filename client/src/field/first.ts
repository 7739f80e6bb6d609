/** What is loaded to draw the form; its steps and the pages behind it come right after. */
export { FieldApp, loadRest } from './app';
export { openField } from './context';
