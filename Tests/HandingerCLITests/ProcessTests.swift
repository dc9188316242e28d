import HandingerTestSupport
import Testing

/// The tests that run the command as a process, serialized because dozens of processes at once would overload the
/// machine.
@Suite(.serialized, .opensConnections) enum ProcessTests {}
