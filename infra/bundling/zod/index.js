// biome-ignore-all lint/performance/noBarrelFile: it stands in place of a package's entry, which is one
// biome-ignore-all lint/performance/noReExportAll: so that it exports whatever the package does
// biome-ignore-all lint/style/noDefaultExport: the package has one

// What zod's own entry exports, without its messages in some fifty languages: esbuild keeps whatever hangs on the object
// `z`, and those would be 270 KB of each function. The English ones come with the schemas; nothing here sets others.
import * as z from './entry.js'

export * from './entry.js'
export { z, z as default }
