import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";

// Pulumi's passphrase provider: `v1:<salt>:v1:<nonce>:<text>`, all in base64, where the text is "pulumi" encrypted by AES-256-GCM with a key of
// the passphrase (https://www.pulumi.com/docs/iac/concepts/secrets/). It stands as `encryptionsalt` in a stack's file and in its state.

/** A salt of the empty passphrase: what protects nothing may be known to all, and need not be made and tried at every run. */
export const emptyPassphraseSalt = "v1:SmJXrcZ8f7Y=:v1:0GC/5+g9Ao/Q7Gh5:UgK4BRxUfQF8PwFLDfg6xtdVhMYfvg==";

const derive = promisify(pbkdf2);
const iterations = 1_000_000;
const [keyBytes, tagBytes] = [32, 16];

/** Whether a salt was made with that passphrase; takes a third of a second. */
export async function fitsSalt(salt: string, passphrase: string): Promise<boolean> {
  if (salt === emptyPassphraseSalt) return passphrase === "";
  const [, seed = "", , nonce = "", text = ""] = salt.split(":");
  const key = await derive(passphrase, Buffer.from(seed, "base64"), iterations, keyBytes, "sha256");
  const encrypted = Buffer.from(text, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(encrypted.subarray(-tagBytes));
    return decipher.update(encrypted.subarray(0, -tagBytes)).toString() + decipher.final().toString() === "pulumi";
  } catch {
    // Another passphrase, or no salt at all.
    return false;
  }
}
