/** Amazon ECR. */
import { AwsFault, type Words } from "./call.ts";

interface FakeImage {
  readonly tag: string;
  readonly digest: string;
  readonly pushed: string;
}

export class Images {
  /** The images of each repository, oldest first. */
  readonly repositories = new Map<string, FakeImage[]>();

  answer(operation: string, words: Words): object | string {
    if (operation === "get-login-password") return "password";
    const [name = ""] =
      words.options.get("--repository-name") ?? words.options.get("--repository-names") ?? [];
    const images = this.repositories.get(name);
    // API Reference, "DescribeRepositories" and "DescribeImages".
    if (images === undefined)
      throw new AwsFault("RepositoryNotFoundException", `The repository with name '${name}' does not exist.`);
    if (operation === "describe-repositories") return { repositories: [{ repositoryName: name }] };
    if (operation !== "describe-images") throw new Error(`the stand-in of ECR knows no ${operation}`);
    const [wanted] = words.options.get("--image-ids") ?? [];
    const found = images.filter(({ tag }) => wanted === undefined || wanted === `imageTag=${tag}`);
    if (wanted !== undefined && found.length === 0)
      throw new AwsFault("ImageNotFoundException", "The image with that tag does not exist.");
    return {
      imageDetails: found.map(({ tag, digest, pushed }) => ({
        imageDigest: digest,
        imageTags: [tag],
        imagePushedAt: pushed,
      })),
    };
  }

  /** A push to a repository that is not there fails; tags never move in ours ("Preventing image tags from being overwritten"). */
  push(repository: string, tag: string): { readonly digest: string } | { readonly refused: string } {
    const images = this.repositories.get(repository);
    if (images === undefined)
      return { refused: "name unknown: the repository does not exist in the registry" };
    if (images.some((image) => image.tag === tag)) return { refused: "tag is immutable" };
    const digest = `sha256:${String(images.length + 1).padStart(64, "0")}`;
    images.push({ tag, digest, pushed: `2026-11-2${images.length + 1}T12:00:00Z` });
    return { digest };
  }
}
