/**
 * The number leaves the form sealed: HPKE (RFC 9180), base mode, P-256, AES-128-GCM.
 *
 * The suite is loaded when the first number is saved; the service worker holds it ready.
 * The phone itself cannot open what it has sealed.
 */
import { decodeBase64url, encodeBase64url } from '../core/base64url';
import type { SealKey } from '../core/types';

const INFO = 'gocua/phone/v1|';

/** base64url of key id (1 byte) ‖ enc (65) ‖ ciphertext. Rejects when the suite cannot load. */
export async function sealPhone(e164: string, recordId: string, key: SealKey): Promise<string> {
  const { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = await import('@hpke/core');
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
  const text = new TextEncoder();
  const recipientPublicKey = await suite.kem.deserializePublicKey(
    decodeBase64url(key.public).buffer,
  );
  const sender = await suite.createSenderContext({
    recipientPublicKey,
    info: text.encode(INFO + recordId).buffer,
  });
  const ciphertext = new Uint8Array(await sender.seal(text.encode(e164).buffer));
  const enc = new Uint8Array(sender.enc);
  const sealed = new Uint8Array(1 + enc.length + ciphertext.length);
  sealed[0] = key.id;
  sealed.set(enc, 1);
  sealed.set(ciphertext, 1 + enc.length);
  return encodeBase64url(sealed);
}

/** A code of the number that only this phone can make, for "logged here today". */
export async function tagPhone(e164: string, key: CryptoKey): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(e164));
  return encodeBase64url(new Uint8Array(mac).slice(0, 16));
}
