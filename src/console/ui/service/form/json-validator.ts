import { Validator, type Schema } from "@cfworker/json-schema";
import type { ValidatorType } from "@rjsf/utils";

const validators = new WeakMap<object, Validator>();

/**
 * For the form's library, which asks which member of a choice a value is. Nothing is compiled to code, which the content-security
 * policy would refuse. What is wrong with a value the server says, in its own words, so that nothing is validated here.
 */
export const jsonValidator: ValidatorType = {
  isValid: (schema, value) => {
    const known = validators.get(schema) ?? new Validator(schema as Schema, "2020-12");
    validators.set(schema, known);
    return known.validate(value).valid;
  },
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};
