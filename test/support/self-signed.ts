import { generateKeyPairSync, sign } from 'node:crypto'

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OBJECT_ID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const DNS_NAME = 0x82
const VERSION = 0xa0
const EXTENSIONS = 0xa3

const ED25519 = [0x2b, 0x65, 0x70]
const COMMON_NAME = [0x55, 0x04, 0x03]
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11]

/** One value of DER. */
function der(tag: number, ...content: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const { length } = body
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const text = (tag: number, value: string) => der(tag, Buffer.from(value))

/** A certificate for a host, by nobody but itself, made anew: no key lies in the repository. */
export function selfSigned(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const algorithm = der(SEQUENCE, der(OBJECT_ID, ED25519))
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT_ID, COMMON_NAME), text(UTF8_STRING, host))))
  const validity = der(SEQUENCE, text(UTC_TIME, '200101000000Z'), text(UTC_TIME, '491231235959Z'))
  const alternatives = der(OCTET_STRING, der(SEQUENCE, text(DNS_NAME, host)))
  const extensions = der(SEQUENCE, der(SEQUENCE, der(OBJECT_ID, SUBJECT_ALT_NAME), alternatives))
  const toBeSigned = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, [2])),
    der(INTEGER, [1]),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, extensions),
  )
  const certificate = der(SEQUENCE, toBeSigned, algorithm, der(BIT_STRING, [0], sign(null, toBeSigned, privateKey)))
  const pem = certificate.toString('base64').replace(/(.{64})/g, '$1\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  }
}
