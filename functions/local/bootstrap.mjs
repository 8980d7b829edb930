#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { prepare } from './install.mjs'

await prepare()
// In this process and not in a child: a signal, even SIGKILL, then reaches the one that owns the port.
process.argv[1] = fileURLToPath(new URL('./cli.ts', import.meta.url))
await import('./cli.ts')
