// In a page: window.transformed(xform) gives what Enketo's transformer makes of an XForm.
import { transform } from 'enketo-transformer/web';

window.transformed = (xform) => transform({ xform });
