#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { prepare } from './install.mjs'

// `engines` says which Node is needed; the SDK would say it again at every start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
// What `verify` prints on standard output is its report and nothing else.
await prepare(process.argv[2] === 'verify' ? process.stderr : process.stdout)
// In this process and not in a child: a signal, even SIGKILL, then reaches the one that owns the port.
process.argv[1] = fileURLToPath(new URL('./cli.ts', import.meta.url))
await import('./cli.ts')
