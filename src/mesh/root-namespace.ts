/** Namespace of the control plane, and so of the mesh's own objects, where none is given. */
export const defaultRootNamespace = "istio-system";
