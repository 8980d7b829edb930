import { z } from 'zod'
import { apiRoute, jsonResponse } from './api-route.ts'
import { createApp } from './create-app.ts'
import { renderProblemsPage } from './pages/problems-page.tsx'
import { type ReferenceDocument, renderReferencePage } from './pages/reference-page.tsx'

const getOpenApiRoute = apiRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  summary: 'This description of the API',
  tags: ['service'],
  responses: { 200: jsonResponse('The OpenAPI 3.1 document', z.looseObject({ openapi: z.string() })) },
})

/** Pages without scripts, pictures or anything from elsewhere. */
const PAGE_HEADERS = {
  'Cache-Control': 'public, max-age=300',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}

/** The API's description for machines, and the same for people, with every problem explained. */
export const referenceRoutes = (document: ReferenceDocument) =>
  createApp()
    .openapi(getOpenApiRoute, (c) => {
      c.header('Cache-Control', 'public, max-age=300')
      c.header('Access-Control-Allow-Origin', '*')
      return c.json({ ...document, servers: [{ url: c.get('edge').publicUrl }] }, 200)
    })
    .get('/docs', (c) => c.html(renderReferencePage(document, c.get('edge').publicUrl), 200, PAGE_HEADERS))
    .get('/docs/problems', (c) => c.html(renderProblemsPage(), 200, PAGE_HEADERS))
