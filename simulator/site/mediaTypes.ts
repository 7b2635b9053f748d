/** The ten media types and their names: "Agent Session Quantity Configuration", Table 3. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
	'1': 'Text Chat',
	'2': 'Click-to-Dial Call',
	'4': 'Callback Request',
	'5': 'Common Voice or Video Call',
	'15': 'Predicted Outbound Call',
	'16': 'Previewed Outbound Call',
	'17': 'Message Call',
	'19': 'Common Video Call',
	'51': 'Multimedia Web Chat',
	'53': 'Social Chat',
};
