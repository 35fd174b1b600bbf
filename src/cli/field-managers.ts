// Who has which fields of an object, by server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/

/** An entry of an object's metadata.managedFields. */
export interface ManagedFields {
  manager: string;
  operation: string;
  subresource?: string;
  /** A set of fields, as nested maps. */
  fieldsV1?: FieldSet;
  [other: string]: unknown;
}

/** A set of fields, as nested maps. */
export interface FieldSet {
  [field: string]: FieldSet;
}

/** The provider's own names: it makes a new one for each object that it creates. */
const ofProvider = /^pulumi-kubernetes-[0-9a-f]+$/;

/**
 * Leaves one of the provider's managers of an object, ours, which then has all that the others had. There are others where a run
 * was killed after it had created the object and before it had noted that: the next run creates it again, by another name, and a
 * later change would be in conflict with what nobody is any more.
 * @returns undefined where there is nothing to be changed
 */
export function mergeManagers(managed: readonly ManagedFields[], ours: string): ManagedFields[] | undefined {
  const isFormer = ({ manager, operation, subresource }: ManagedFields) =>
    manager !== ours && ofProvider.test(manager) && operation === "Apply" && subresource === undefined;
  const former = managed.filter(isFormer);
  const [first] = former;
  if (first === undefined) return undefined;
  const isOwn = ({ manager, operation, subresource }: ManagedFields) =>
    manager === ours && operation === "Apply" && subresource === undefined;
  const own = managed.find(isOwn) ?? first;
  const fieldsV1 = former.reduce((all, { fieldsV1 = {} }) => mergeFields(all, fieldsV1), own.fieldsV1 ?? {});
  const others = managed.filter((entry) => entry !== own && !isFormer(entry));
  return [...others, { ...own, manager: ours, fieldsV1 }];
}

function mergeFields(a: FieldSet, b: FieldSet): FieldSet {
  const added = Object.entries(b).map(([field, inner]) => [field, mergeFields(a[field] ?? {}, inner)] as const);
  return { ...a, ...Object.fromEntries(added) };
}
