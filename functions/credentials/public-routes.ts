import { cors } from 'hono/cors'
import { createApp } from '../http/create-app.ts'
import type { PublicRoutesDeps } from './public-deps.ts'
import { PUBLIC_OPERATIONS } from './public-operations.ts'
import { serveAchievement } from './serve-achievement.tsx'
import { serveAward, serveEvidence } from './serve-award.tsx'
import { serveCommunity, serveDidDocument } from './serve-community.tsx'
import { serveCredential } from './serve-credential.tsx'
import { serveEndorsement } from './serve-endorsement.tsx'
import { serveAchievementImage, serveUploadedImage } from './serve-image.ts'
import { serveJwkSet, serveKey } from './serve-keys.ts'
import { serveOutcome } from './serve-outcome.tsx'
import { servePlatformDid } from './serve-platform-did.ts'
import { serveReceipt } from './serve-receipt.tsx'
import { serveRefreshed } from './serve-refreshed.ts'
import { serveStatusImage } from './serve-status-image.ts'
import { serveStatusList } from './serve-status-list.ts'
import { serveVcIssuerDocument } from './serve-vc-issuer.ts'

const PREFLIGHT_MAX_AGE_SECONDS = 86_400

/**
 * Every public object under its own address, open to any site. A `{file}` is the id or name of the object, with `.json`
 * behind it where the signed form is wanted whatever the client accepts.
 */
export function publicRoutes(deps: PublicRoutesDeps) {
  const app = createApp()
  for (const operation of PUBLIC_OPERATIONS) app.openAPIRegistry.registerPath(operation)
  const openToAll = cors({
    origin: '*',
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['Accept', 'Accept-Language', 'If-None-Match'],
    exposeHeaders: ['Content-Language', 'ETag', 'Link'],
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
  })
  for (const folder of [
    'credentials',
    'refresh',
    'awards',
    'communities',
    'achievements',
    'endorsements',
    'status',
    'objections',
    'receipts',
    '.well-known',
  ])
    app.use(`/${folder}/*`, openToAll)
  app.use('/did.json', openToAll)
  app.get('/credentials/:file', serveCredential(deps))
  app.get('/credentials/:file/status.svg', serveStatusImage(deps))
  app.get('/refresh/:capability', serveRefreshed(deps))
  app.get('/awards/:file', serveAward(deps))
  app.get('/awards/:file/evidence/:version', serveEvidence(deps))
  app.get('/communities/:file', serveCommunity(deps))
  app.get('/communities/:file/did.json', serveDidDocument(deps))
  app.get('/communities/:file/vc-issuers/:issuer/did.json', serveVcIssuerDocument(deps))
  app.get('/communities/:slug/keys/:key', serveKey(deps))
  app.get('/.well-known/jwks.json', serveJwkSet(deps))
  app.get('/.well-known/did.json', servePlatformDid(deps))
  // Where the DID of a service lies whose base URL has a path.
  app.get('/did.json', servePlatformDid(deps))
  app.get('/achievements/:achievement/:file', serveAchievement(deps))
  app.get('/achievements/:achievement/:file/image', serveAchievementImage(deps))
  app.get('/communities/:file/images/:image', serveUploadedImage(deps))
  app.get('/endorsements/:file', serveEndorsement(deps))
  app.get('/status/:list', serveStatusList(deps))
  app.get('/objections/:file', serveOutcome(deps))
  app.get('/receipts/:file', serveReceipt(deps))
  return app
}
