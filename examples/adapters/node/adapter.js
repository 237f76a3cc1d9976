// dcc-decoder as a verifier behind the adapter protocol. README.md beside this file says why it is as it is.
'use strict'

const { X509Certificate } = require('node:crypto')
const { createInterface } = require('node:readline')

// The conversation has stdout to itself: what the library prints goes to stderr.
const answer = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)

// The library takes no time: it asks Date for it. One request is answered after the other, so none sees another's time.
let moment = Date.now()
globalThis.Date = class extends Date {
  constructor (...given) { super(...(given.length ? given : [moment])) }
  static now () { return moment }
}

const { decodeOnly } = require('dcc-decoder')

const STAGES = ['context', 'zlib', 'cbor', 'cose', 'header', 'key', 'signature', 'cwt', 'time', 'hcert']
const BEHAVIOURS = { 'several-keys-per-kid': true, 'list-usage': false }
const HELLO = {
  implementation: { name: 'dcc-decoder', version: require('dcc-decoder/package.json').version, language: 'javascript' },
  roles: { verifier: { products: ['dcc'], algorithms: ['ES256', 'PS256'], stages: STAGES, behaviours: BEHAVIOURS } }
}
// The names of the errors with which the library refuses. INVALID_DATA is its word for whatever went wrong: no reason.
const REASONS = {
  INVALID_QR: 'context-missing',
  INVALID_DATA: undefined,
  UNKNOWN_SIG_ALGO: 'algorithm-unsupported',
  NO_MATCHING_SIG_KEY: 'key-unknown',
  INVALID_SIGNATURE: 'signature-invalid',
  CERT_EXPIRED: 'expired',
  INVALID_STRUCTURE: 'schema-invalid'
}
// The library shows codes by their names and wants the value sets for it; with empty ones it shows the codes.
const valueSets = {
  countryCodes: {},
  diseaseAgentTargeted: {},
  testManf: {},
  testResult: {},
  testType: {},
  vaccineMahManf: {},
  vaccineMedicinalProduct: {},
  vaccineProphylaxis: {}
}

// An entry of the trust list in the library's form; left out where Node cannot put the key into it.
function signingKey ({ kid, certificate, country }) {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
    const { x, y } = publicKey.export({ format: 'jwk' })
    return [{ kid, country, x, y, pem: publicKey.export({ format: 'pem', type: 'spki' }) }]
  } catch {
    return []
  }
}

async function verify ({ credential, trust, clock }) {
  moment = Date.parse(clock)
  const dccData = { signingKeys: trust.flatMap(signingKey), valueSets }
  const { rawCert, error } = await decodeOnly({ source: [credential], dccData })
  if (!error) return { outcome: 'accepted', payload: rawCert }
  if (!(error.name in REASONS)) throw error
  return { outcome: 'rejected', reason: REASONS[error.name], detail: error.name }
}

// What the library throws, and does not return, it does not document: a crash, never a refusal.
const crashed = error => ({ outcome: 'crashed', detail: String(error) })

async function main () {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line)
    let reply = { outcome: 'unsupported' }
    if (request.op === 'hello') reply = HELLO
    if (request.op === 'verify') reply = await verify(request).catch(crashed)
    answer(JSON.stringify({ id: request.id, ...reply }) + '\n')
  }
}

main()
