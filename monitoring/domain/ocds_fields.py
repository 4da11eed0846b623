"""The fields of a release of the Open Contracting Data Standard 1.1 with its metrics extension."""

from monitoring.domain.known_fields import ANYTHING, MOMENT, NAME, NUMBER, TEXT, TRUTH, Kind, Tree

Fields = dict[str, Tree]
REQUIRED = ("ocid", "id", "date", "tag", "initiationType")


def plain(kind: Kind, *names: str) -> Fields:
    return dict.fromkeys(names, kind)


VALUE = plain(NUMBER, "amount") | plain(TEXT, "currency")
PERIOD = plain(MOMENT, "startDate", "endDate", "maxExtentDate") | plain(NUMBER, "durationInDays")
IDENTIFIER = plain(NAME, "id") | plain(TEXT, "scheme", "legalName", "uri")
ADDRESS = plain(TEXT, "streetAddress", "locality", "region", "postalCode", "countryName")
REFERENCE: Fields = {
    **plain(NAME, "id"),
    **plain(TEXT, "name"),
    "identifier": IDENTIFIER,
    "additionalIdentifiers": [IDENTIFIER],
    "address": ADDRESS,
    "contactPoint": plain(TEXT, "name", "email", "telephone", "faxNumber", "url"),
}
ORGANISATION: Fields = REFERENCE | {"roles": [TEXT], "details": ANYTHING}
DOCUMENTS: Tree = [
    plain(NAME, "id")
    | plain(TEXT, "documentType", "title", "description", "url", "format", "language")
    | plain(MOMENT, "datePublished", "dateModified")
]
MILESTONES: Tree = [
    {
        **plain(NAME, "id"),
        **plain(TEXT, "title", "type", "description", "code", "status"),
        **plain(MOMENT, "dueDate", "dateMet", "dateModified"),
        "documents": DOCUMENTS,
    }
]
CLASSIFICATION = plain(NAME, "id") | plain(TEXT, "scheme", "description", "uri")
UNIT: Fields = {**plain(NAME, "id"), **plain(TEXT, "name", "scheme", "uri"), "value": VALUE}
ITEMS: Tree = [
    {
        **plain(NAME, "id"),
        **plain(TEXT, "description"),
        "classification": CLASSIFICATION,
        "additionalClassifications": [CLASSIFICATION],
        **plain(NUMBER, "quantity"),
        "unit": UNIT,
    }
]
AMENDMENT: Fields = {
    **plain(MOMENT, "date"),
    **plain(TEXT, "id", "rationale", "description", "amendsReleaseID", "releaseID"),
    "changes": [{"property": TEXT, "former_value": ANYTHING}],
}
AMENDED: Fields = {"amendments": [AMENDMENT], "amendment": AMENDMENT}
RELATED: Tree = [{**plain(TEXT, "id", "title", "scheme", "identifier", "uri"), "relationship": [TEXT]}]
METRICS: Tree = [
    {
        **plain(NAME, "id"),
        **plain(TEXT, "title", "description"),
        "observations": [
            {
                **plain(NAME, "id", "measure"),
                **plain(TEXT, "notes"),
                "period": PERIOD,
                "value": VALUE,
                "unit": UNIT,
                "dimensions": ANYTHING,
                "relatedImplementationMilestone": plain(NAME, "id") | plain(TEXT, "title"),
            }
        ],
    }
]
TRANSACTIONS: Tree = [
    {
        **plain(NAME, "id"),
        **plain(TEXT, "source", "uri"),
        **plain(MOMENT, "date"),
        "value": VALUE,
        "payer": REFERENCE,
        "payee": REFERENCE,
        "amount": VALUE,
        "providerOrganization": IDENTIFIER,
        "receiverOrganization": IDENTIFIER,
    }
]
BUDGET: Fields = plain(NAME, "id", "projectID") | plain(TEXT, "description", "project", "uri", "source")
PLANNING: Fields = {
    **plain(TEXT, "rationale"),
    "budget": BUDGET | {"amount": VALUE},
    "documents": DOCUMENTS,
    "milestones": MILESTONES,
    "forecasts": METRICS,
}
TENDER: Fields = {
    **plain(NAME, "id"),
    **plain(TEXT, "title", "description", "status", "procurementMethod", "procurementMethodDetails"),
    **plain(TEXT, "procurementMethodRationale", "mainProcurementCategory", "awardCriteria", "awardCriteriaDetails"),
    **plain(TEXT, "submissionMethodDetails", "eligibilityCriteria"),
    "additionalProcurementCategories": [TEXT],
    "submissionMethod": [TEXT],
    **plain(TRUTH, "hasEnquiries"),
    **plain(NUMBER, "numberOfTenderers"),
    "procuringEntity": REFERENCE,
    "tenderers": [REFERENCE],
    "items": ITEMS,
    **dict.fromkeys(("value", "minValue"), VALUE),
    **dict.fromkeys(("tenderPeriod", "enquiryPeriod", "awardPeriod", "contractPeriod"), PERIOD),
    "documents": DOCUMENTS,
    "milestones": MILESTONES,
    "targets": METRICS,
    **AMENDED,
}
AWARDS: Tree = [
    {
        **plain(NAME, "id"),
        **plain(TEXT, "title", "description", "status"),
        **plain(MOMENT, "date"),
        "value": VALUE,
        "suppliers": [REFERENCE],
        "items": ITEMS,
        "contractPeriod": PERIOD,
        "documents": DOCUMENTS,
        "agreedMetrics": METRICS,
        **AMENDED,
    }
]
CONTRACTS: Tree = [
    {
        **plain(NAME, "id", "awardID"),
        **plain(TEXT, "title", "description", "status"),
        "period": PERIOD,
        "value": VALUE,
        "items": ITEMS,
        **plain(MOMENT, "dateSigned"),
        "documents": DOCUMENTS,
        "implementation": {
            "transactions": TRANSACTIONS,
            "milestones": MILESTONES,
            "documents": DOCUMENTS,
            "metrics": METRICS,
        },
        "relatedProcesses": RELATED,
        "milestones": MILESTONES,
        "agreedMetrics": METRICS,
        **AMENDED,
    }
]
RELEASE: Fields = {
    **plain(TEXT, "ocid", "id", "initiationType", "language"),
    **plain(MOMENT, "date"),
    "tag": [TEXT],
    "parties": [ORGANISATION],
    "buyer": REFERENCE,
    "planning": PLANNING,
    "tender": TENDER,
    "awards": AWARDS,
    "contracts": CONTRACTS,
    "relatedProcesses": RELATED,
}
PUBLISHED: Fields = {
    **plain(TEXT, "uri", "version", "license", "publicationPolicy"),
    **plain(MOMENT, "publishedDate"),
    "extensions": [TEXT],
    "publisher": plain(TEXT, "name", "scheme", "uri") | plain(NAME, "uid"),
    "packages": [TEXT],
    "links": ANYTHING,
}
RELEASE_PACKAGE: Fields = PUBLISHED | {"releases": [RELEASE]}
RECORD: Fields = {
    "ocid": TEXT,
    "releases": [RELEASE | plain(TEXT, "url")],
    "compiledRelease": RELEASE,
    "versionedRelease": ANYTHING,
}
RECORD_PACKAGE: Fields = PUBLISHED | {"records": [RECORD]}
