extension FileEmitter { func routes() -> String { "" } }
