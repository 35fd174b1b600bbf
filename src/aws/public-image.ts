/** Registries of the internet that the images of Istio and of AWS's controllers are on. */
const publicRegistries = /^(?:(?:docker|gcr|ghcr|quay)\.io|registry\.(?:istio|k8s)\.io|public\.ecr\.aws)(?:\/|$)/;

/** Whether only nodes with a way to the internet can pull an image of that name or registry. */
export function isPublicImage(name: string): boolean {
  return publicRegistries.test(name);
}
