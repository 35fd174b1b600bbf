import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A key that signs tokens. */
export interface SigningKey {
  /** As JSON Web Key, for those who check. */
  public: Record<string, unknown>;
  private: KeyObject;
  kid: string;
}

/** A new key of that name. */
export function createKey(kid: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { public: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256" }, private: privateKey, kid };
}

/** A signed token with these claims; `seconds` says when it ends. */
export function createToken(
  key: Pick<SigningKey, "private" | "kid">,
  claims: Readonly<Record<string, unknown>>,
  seconds = 3600,
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = encode({ alg: "RS256", typ: "JWT", kid: key.kid });
  const body = encode({ ...claims, exp: Math.floor(Date.now() / 1000) + seconds });
  return `${head}.${body}.${createSign("RSA-SHA256").update(`${head}.${body}`).sign(key.private, "base64url")}`;
}
