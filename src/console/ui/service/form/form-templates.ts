import { FieldErrors, FieldFrame, WithKey } from "./field-frame.js";
import { ChoiceFrame, ItemFrame, ListFrame, ObjectFrame, OptionalControl } from "./group-frames.js";
import { TextInput } from "./text-input.js";

/** The form library's own are for another style sheet. */
export const formTemplates = {
  ArrayFieldTemplate: ListFrame,
  ArrayFieldItemTemplate: ItemFrame,
  BaseInputTemplate: TextInput,
  FieldErrorTemplate: FieldErrors,
  FieldTemplate: FieldFrame,
  MultiSchemaFieldTemplate: ChoiceFrame,
  ObjectFieldTemplate: ObjectFrame,
  OptionalDataControlsTemplate: OptionalControl,
  WrapIfAdditionalTemplate: WithKey,
};
