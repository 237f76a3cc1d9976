// TODO 1: require your library, and let hello give its name and version (as in implementation.toml).
async function verify (credential, trust, clock) {
  // TODO 2: { outcome: 'accepted', payload: … }; for what your library documents as a refusal, and nothing else,
  // { outcome: 'rejected', detail: … }. README.md shows it.
  return { outcome: 'unsupported', detail: 'TODO 2 in adapter.js: call your library' }
}

// The conversation has stdout to itself: what a library prints goes to stderr.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)

async function main () {
  for await (const line of require('node:readline').createInterface({ input: process.stdin })) {
    const request = JSON.parse(line)
    let answer = { outcome: 'unsupported' }
    if (request.op === 'hello') answer = { implementation: { name: 'my-verifier', version: '0' } }
    if (request.op === 'verify') answer = await verify(request.credential, request.trust, request.clock)
    write(JSON.stringify({ id: request.id, ...answer }) + '\n')
  }
}
main()
