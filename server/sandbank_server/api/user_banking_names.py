"""The names of uploaded data on the wire, and what they are called inside."""

ACCOUNT_TEXTS = {
    "accountNumber": "account_number",
    "iban": "iban",
    "bic": "bic",
    "bankCode": "bank_code",
    "bankName": "bank_name",
    "currency": "currency",
    "name": "name",
    "owner": "owner",
    "icon": "icon",
    "type": "type",
}
ACCOUNT_OPAQUES = {
    "securities": "securities",
    "standingOrders": "standing_orders",
    "supportedPayments": "supported_payments",
}
TRANSACTION_TEXTS = {
    "currency": "currency",
    "bookingText": "booking_text",
    "purpose": "purpose",
    "merchantCategoryCode": "merchant_category_code",
}
TRANSACTION_DAYS = {
    "bookingDate": "booking_date",
    "valueDate": "value_date",
    "valutaDate": "value_date",  # an alias that is read, never written
}
PARTNER_TEXTS = {"name": "name", "iban": "iban", "bic": "bic", "creditorId": "creditor_id"}

# What a PATCH may not clear: identities and required fields.
KEPT_OF_ACCOUNTS = ("accountId", "accountNumber", "currency", "type")
KEPT_OF_TRANSACTIONS = ("transactionId", "amount", "bookingDate")
