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
        sentence(error.message), hint: error.hint.map(sentence),
        exitCode: Self.exitCode(of: error.code))
    case let error as StoreError:
      self.init(sentence(error.message), exitCode: Self.exitCode(of: error.code))
    case let error as ImportError:
      self.init(error.message, hint: error.hint, exitCode: Self.exitCode(of: error.code))
    case let error as ServerError:
      self.init(
        sentence(error.message),
        exitCode: error.code == .permissionDenied ? .noPermission : .unavailable)
    default:
      self.init(
        "Something went wrong that should not: \(error)",
        hint: "Please report it with the command you ran.", exitCode: .internal)
    }
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
    case .badOption, .unknownFormat: .usage
    case .missingFile: .noInput
    case .permission: .noPermission
    case .cannotCreate: .cannotCreate
    case .inputOutput: .ioError
    case .cancelled: .interrupted
    default: .dataError
    }
  }
}
