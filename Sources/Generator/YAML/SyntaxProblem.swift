internal import HandingerGeneratorDiagnostics

/// A syntax error of libyaml, explained with advice.
struct SyntaxProblem {
    var message: String
    var location: SourceLocation

    init(message: String, location: SourceLocation) {
        self.message = message
        self.location = location
    }

    /// - Parameter place: Maps a location reported by libyaml to the location in the file.
    init(_ fault: ParserFault, in text: SourceText, place: (SourceLocation) -> SourceLocation) {
        switch fault.stage {
        case .memory:
            self.init(message: "there is not enough memory to read the file", location: .start)
        case .reader:
            let location = text.location(ofByte: fault.offset)
            self.init(message: "the file is not readable text: \(fault.problem)", location: location)
        case .scanner, .parser:
            // At the end of the text libyaml reports a line that does not exist.
            let end = text.location(ofByte: text.utf8.count)
            let location = min(place(fault.location), end)
            let found = String(decoding: text.line(from: location), as: UTF8.self).unicodeScalars.first
            let start = fault.contextLocation.map(place)
            let isWholeLine = fault.problem == "could not find expected ':'"
            let message = Self.explanation(
                of: fault.problem,
                found: found,
                begin: start.map { "that begins at \($0)" } ?? "around it"
            )
            self.init(
                message: message ?? "this is not valid YAML: \(fault.context) \(fault.problem)",
                location: isWholeLine ? start ?? location : location
            )
        }
    }

    /// - Parameters:
    ///   - found: The character at the location; nil at the end of a line.
    ///   - begin: The description of where the surrounding construct begins.
    private static func explanation(of problem: String, found: Unicode.Scalar?, begin: String) -> String? {
        let token = found.map { String(Character($0)).quoted } ?? "the end"
        switch problem {
        case "found character that cannot start any token" where found == "\t",
            "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return "a tab stands here where YAML allows only spaces; indent with spaces"
        case "found character that cannot start any token":
            return "a value cannot begin with \(token); put it in quotes"
        case "mapping values are not allowed in this context", "found unexpected ':'":
            return "':' cannot stand here; put a value that contains ': ' in quotes, or check the indentation"
        case "block sequence entries are not allowed in this context":
            return "'-' cannot begin a list here; put each entry on a line of its own"
        case "mapping keys are not allowed in this context":
            return "'?' cannot begin a key here; put it in quotes or on a line of its own"
        case "could not find expected ':'":
            return "this line is no 'key: value'; add the ':' or check the indentation"
        case "did not find expected key":
            return "\(token) stands where a key of the mapping \(begin) is expected; check indentation and quotes"
        case "did not find expected '-' indicator":
            return "\(token) stands where '-' is expected for the list \(begin); check the indentation"
        case "did not find expected ',' or ']'":
            return "the list \(begin) is not closed: ',' or ']' is expected, not \(token)"
        case "did not find expected ',' or '}'":
            return "the mapping \(begin) is not closed: ',' or '}' is expected, not \(token)"
        case "did not find expected node content":
            return "a value is expected here, not \(token)"
        case "did not find expected <document start>" where found == "}" || found == "]":
            return "\(token) closes nothing; remove it, or add the bracket that opens it"
        case "did not find expected <document start>":
            return "the document has ended before \(token); check indentation and brackets"
        case "found unexpected end of stream":
            return "the quoted text \(begin) is not closed"
        case "found unexpected document indicator":
            return "the quoted text \(begin) is not closed before this line"
        default:
            return explanationOfRareProblem(problem, begin: begin)
        }
    }

    private static func explanationOfRareProblem(_ problem: String, begin: String) -> String? {
        switch problem {
        case "found unknown escape character":
            "this escape is not known in double quotes; write '\\\\' for a backslash, or use single quotes"
        case "found invalid Unicode character escape code", "did not find expected hexdecimal number":
            "this escape names no Unicode character"
        case "found undefined tag handle":
            "the tag handle is not declared; remove the tag"
        case "did not find expected alphabetic or numeric character":
            "a name of letters, digits, '-' and '_' is expected after '&' or '*'; put the value in quotes"
        case "did not find expected comment or line break":
            "nothing but a comment can stand here on the line"
        case "found an indentation indicator equal to 0":
            "the indentation of a block must be 1 to 9"
        case "found incompatible YAML document":
            "this version of YAML is not supported; YAML 1.1 and 1.2 are"
        case "found unknown directive name", "could not find expected directive name",
            "did not find expected whitespace", "found unexpected non-alphabetical character",
            "did not find expected version number", "did not find expected digit or '.' character",
            "found extremely long version number":
            "this line that begins with '%' is no directive; '%YAML 1.2' and '%TAG' lines are"
        case "found duplicate %YAML directive", "found duplicate %TAG directive":
            "this directive is given twice"
        case "did not find expected tag URI", "did not find the expected '>'", "did not find expected '!'",
            "did not find URI escaped octet", "did not find expected whitespace or line break",
            "found an incorrect leading UTF-8 octet",
            "found an incorrect trailing UTF-8 octet", "found an incorrect UTF-8 octet":
            "the tag \(begin) cannot be read; remove it, or put the value in quotes"
        default:
            nil
        }
    }
}
