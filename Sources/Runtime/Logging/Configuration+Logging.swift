import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension APIClient.Configuration {
    /// Makes a logger where the environment asks for one and the program has set none.
    mutating func addLoggerOfEnvironment(_ variable: String, label: String) {
        guard logger == nil, let text = (environment[variable]?.trimmingWhitespace).map({ $0.lowercased() }),
            !text.isEmpty, text != "off", text != "none"
        else { return }
        var logger = Logger(label: label)
        logger.logLevel = Logger.Level(rawValue: text) ?? .info
        if Logger.Level(rawValue: text) == nil {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            logger.warning(
                "The environment variable \(variable) has no level that is known; it may be \(levels) or off."
            )
        }
        self.logger = logger
    }
}

extension APIKey {
    /// The texts that give the secret away: itself, as ``SecurityScheme/basic`` sends it, and the password in it.
    var spellings: [String] {
        let secret = reveal()
        return [secret] + AppliedCredentials.secrets(inBasic: Data(secret.utf8).base64EncodedString())
    }
}
