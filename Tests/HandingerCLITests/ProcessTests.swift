import HandingerTestSupport
import Testing

/// All tests that run the command as a process, one after the other: dozens of processes at once would be a test of
/// the machine.
@Suite(.serialized, .opensConnections) enum ProcessTests {}
