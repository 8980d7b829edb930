type StoreFaultCode =
  | 'java_missing'
  | 'java_too_old'
  | 'engine_missing'
  | 'port_in_use'
  | 'data_folder_unusable'
  | 'data_folder_in_use'
  | 'disk_full'
  | 'engine_died'
  | 'engine_silent'

/** Why the local store does not run. The message is for the person who started it: what is wrong, and what to do. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'
  readonly code: StoreFaultCode

  constructor(message: string, { code, ...options }: ErrorOptions & { readonly code: StoreFaultCode }) {
    super(message, options)
    this.code = code
  }
}
