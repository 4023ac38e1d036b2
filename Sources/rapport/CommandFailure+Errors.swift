import API
import Engine
import HTTPServer
import Ingest
import Service
import Storage
import Terminal

extension CommandFailure {
  /// The message and exit code of any error a command may end with.
  init(of error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as ServiceError:
      self.init(
        Self.sentence(error.message), hint: error.hint.map(Self.sentence),
        exitCode: Self.exitCode(of: error.code))
    case let error as StoreError:
      self.init(Self.sentence(error.message), exitCode: Self.exitCode(of: error.code))
    case let error as ImportError:
      self.init(error.message, exitCode: Self.exitCode(of: error.code))
    case let error as ServerError:
      self.init(
        Self.sentence(error.message),
        exitCode: error.code == .permissionDenied ? .noPermission : .unavailable)
    default:
      self.init(
        "Something went wrong that should not: \(error)",
        hint: "Please report it with the command you ran.", exitCode: .internal)
    }
  }

  /// The text with a capital letter and a full stop; a path at its start keeps
  /// its letters.
  private static func sentence(_ text: String) -> String {
    let word = text.prefix { $0 != " " }
    let isPath = word.contains("/") || word.contains(".")
    let start = isPath ? text : text.prefix(1).uppercased() + text.dropFirst()
    return ".?!'`".contains(text.last ?? ".") ? start : start + "."
  }

  private static func exitCode(of code: ServiceError.Code) -> ExitCode {
    switch code {
    case .unknownCustomer, .unknownProduct, .unknownModel, .unknownMessage,
      .unknownConversation, .unknownRule, .unknownGap, .unknownJob, .noExperiment, .noScore,
      .mixedCurrencies, .damagedModel:
      .dataError
    case .invalidRequest: .usage
    case .notTrained, .nothingToLearn, .experimentRunning, .trainingRunning: .unavailable
    case .cancelled: .interrupted
    case .internal: .internal
    }
  }

  private static func exitCode(of code: StoreError.Code) -> ExitCode {
    switch code {
    case .notFound: .noInput
    case .notADatabase, .notOurs, .truncatedOrCorrupt, .alteredModel, .constraint, .invalidValue:
      .dataError
    case .newerThanBinary, .olderThanBinary, .alteredMigration: .configuration
    case .locked: .unavailable
    case .permissionDenied, .readOnly: .noPermission
    case .cannotCreate: .cannotCreate
    case .diskFull, .ioError, .cannotOpen: .ioError
    case .cancelled: .interrupted
    default: .internal
    }
  }

  private static func exitCode(of code: ImportError.Code) -> ExitCode {
    switch code {
    case .badOption: .usage
    case .missingFile: .noInput
    case .permission: .noPermission
    case .cannotCreate: .cannotCreate
    case .inputOutput: .ioError
    case .cancelled: .interrupted
    default: .dataError
    }
  }
}
