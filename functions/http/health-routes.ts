import { z } from 'zod'
import { apiRoute, jsonResponse } from './api-route.ts'
import { createApp } from './create-app.ts'

const HealthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' })

const getHealthRoute = apiRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  summary: 'Whether the service answers',
  tags: ['service'],
  responses: { 200: jsonResponse('It does', HealthSchema) },
})

/** Liveness. */
export const healthRoutes = () =>
  createApp().openapi(getHealthRoute, (c) => c.json({ status: 'ok' as const }, 200, { 'Cache-Control': 'no-store' }))
