// One import for tests of code that uses `HandingerClient`.
@_exported import APIRuntimeTesting
@_exported import Handinger
