import {
  canExpand,
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  type MultiSchemaFieldTemplateProps,
  type ObjectFieldTemplateProps,
  type OptionalDataControlsTemplateProps,
} from "@rjsf/utils";
import { useState, type ReactNode } from "react";
import type { Schema } from "./form-schema.js";

/** Fields that nobody has set are put away from this number on. */
const manyUnset = 5;

/** The fields of an object; those that have no value when it opens are behind a click where there are many. */
export function ObjectFrame(props: ObjectFieldTemplateProps) {
  const { title, description, properties, optionalDataControl, schema, uiSchema, formData, fieldPathId } = props;
  const { onAddProperty, readonly, disabled } = props;
  const value = (formData ?? {}) as Record<string, unknown>;
  // As it was at first: a field must not move while somebody types in it.
  const [unset] = useState(() => {
    const names = Object.keys(schema.properties ?? {});
    const empty = names.filter((name) => !(name in value) && schema.required?.includes(name) !== true);
    return new Set(empty.length >= manyUnset ? empty : []);
  });
  const isRoot = fieldPathId.path.length === 0;
  const later = properties.filter(({ name }) => unset.has(name));
  return (
    <fieldset className={isRoot ? "root" : ""} id={fieldPathId.$id}>
      <Legend {...{ title, description, schema, isRoot, control: optionalDataControl }} />
      {properties.filter(({ name }) => !unset.has(name)).map(({ content }) => content)}
      {later.length === 0 ? null : (
        <details className="later">
          <summary>
            {later.length} more: <span className="quiet">{later.map(({ name }) => name).join(", ")}</span>
          </summary>
          {later.map(({ content }) => content)}
        </details>
      )}
      {canExpand(schema, uiSchema, formData) && readonly !== true && disabled !== true ? (
        <button type="button" className="small" onClick={onAddProperty}>
          + Add to {title}
        </button>
      ) : null}
    </fieldset>
  );
}

interface LegendProps {
  title: string;
  description?: unknown;
  schema: Schema;
  isRoot: boolean;
  /** Adds or removes the whole. */
  control?: ReactNode;
}

/** Name and meaning of a group; that of a whole policy stands above it already. */
function Legend({ title, description, schema, isRoot, control }: LegendProps) {
  if (isRoot) {
    return (
      <>
        <legend className="unseen">{title}</legend>
        {control}
      </>
    );
  }
  const text = schema.description ?? (typeof description === "string" ? description : "");
  return (
    <legend>
      {title.replace(/-(\d+)$/, " $1")} {text === "" ? null : <span className="hint">{text}</span>} {control}
    </legend>
  );
}

export function ListFrame(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, optionalDataControl, schema, readonly, disabled, fieldPathId } = props;
  const isRoot = fieldPathId.path.length === 0;
  return (
    <fieldset className={isRoot ? "root" : ""} id={fieldPathId.$id}>
      <Legend {...{ title, schema, isRoot, control: optionalDataControl }} />
      <ol className="items">{items}</ol>
      {canAdd === true && readonly !== true && disabled !== true ? (
        <button type="button" className="small" onClick={onAddClick}>
          + Add an item to {title}
        </button>
      ) : null}
    </fieldset>
  );
}

export function ItemFrame({ children, buttonsProps, index, readonly, disabled }: ArrayFieldItemTemplateProps) {
  const { hasRemove, hasMoveUp, hasMoveDown, onRemoveItem, onMoveUpItem, onMoveDownItem } = buttonsProps;
  const isFixed = readonly === true || disabled === true;
  const buttons = [
    { isShown: hasMoveUp, label: `Move item ${index + 1} up`, sign: "↑", act: onMoveUpItem },
    { isShown: hasMoveDown, label: `Move item ${index + 1} down`, sign: "↓", act: onMoveDownItem },
    { isShown: hasRemove, label: `Remove item ${index + 1}`, sign: "✕", act: onRemoveItem },
  ];
  return (
    <li>
      <div className="item-value">{children}</div>
      {isFixed ? null : (
        <div className="item-buttons">
          {buttons.map(({ isShown, label, sign, act }) =>
            isShown ? (
              <button key={sign} type="button" className="icon" aria-label={label} title={label} onClick={act}>
                {sign}
              </button>
            ) : null,
          )}
        </div>
      )}
    </li>
  );
}

/** Adds or removes an object or a list that need not be there. */
export function OptionalControl({ id, onAddClick, onRemoveClick }: OptionalDataControlsTemplateProps) {
  const act = onAddClick ?? onRemoveClick;
  // `field-loadBalancer_consistentHash__optionalAdd`
  const name = id.split("__")[0]?.split("_").at(-1) ?? "";
  if (act === undefined) return <em className="quiet">not set</em>;
  return (
    <button
      type="button"
      id={id}
      className="small"
      aria-label={`${onAddClick === undefined ? "Remove" : "Add"} ${name}`}
      onClick={act}
    >
      {onAddClick === undefined ? "Remove" : "+ Add"}
    </button>
  );
}

export function ChoiceFrame({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="choice">
      <div className="choice-selector">{selector}</div>
      {optionSchemaField}
    </div>
  );
}
