// Not from the index, which brings a validator that compiles to code.
import Form from "@rjsf/core/lib/components/Form.js";
import type { UiSchema } from "@rjsf/utils";
import { memo, useMemo, useState } from "react";
import type { Finding } from "../../../../findings/finding.js";
import type { KindInfo } from "../../../contract.js";
import { cleanValue } from "./clean-value.js";
import { toErrorSchema } from "./field-errors.js";
import { formFields, type KindFormContext } from "./form-fields.js";
import { toFormSchema } from "./form-schema.js";
import { formTemplates } from "./form-templates.js";
import { formWidgets } from "./form-widgets.js";
import "./form.css";
import { jsonValidator } from "./json-validator.js";

interface KindFormProps {
  kind: KindInfo;
  value: unknown;
  findings: readonly Finding[];
  isReadOnly: boolean;
  onChange: (value: unknown) => void;
}

const uiSchema: UiSchema = { "ui:globalOptions": { enableOptionalDataFieldForType: ["object", "array"] } };
/** Nothing is in a document that nobody put there. */
const noDefaults = { emptyObjectFields: "skipDefaults", arrayMinItems: { populate: "never" } } as const;

/** The fields of one kind of policy. */
export const KindForm = memo(function KindForm({ kind, value, findings, isReadOnly, onChange }: KindFormProps) {
  const schema = useMemo(() => ({ ...toFormSchema(kind.schema), title: kind.key, description: "" }), [kind]);
  const [formContext] = useState<KindFormContext>(() => ({ isTouched: false }));
  const errors = useMemo(() => toErrorSchema(findings, kind.key, schema), [findings, kind, schema]);
  return (
    <Form
      tagName="div"
      className="kind-form"
      idPrefix={`field ${kind.key}`.replaceAll(" ", "-")}
      schema={schema}
      uiSchema={uiSchema}
      formData={value ?? undefined}
      validator={jsonValidator}
      extraErrors={errors}
      templates={formTemplates}
      widgets={formWidgets}
      fields={formFields}
      showErrorList={false}
      noHtml5Validate
      readonly={isReadOnly}
      experimental_defaultFormStateBehavior={noDefaults}
      formContext={formContext}
      onChange={({ formData }) => {
        if (!formContext.isTouched) return;
        formContext.isTouched = false;
        // A field that is emptied says so, rather than taking the whole policy with it.
        onChange(cleanValue(formData) ?? null);
      }}
    >
      <></>
    </Form>
  );
});
