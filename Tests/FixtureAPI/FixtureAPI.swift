// The rest of this module is generated from openapi.yaml beside this file.
@_exported import APIRuntime
