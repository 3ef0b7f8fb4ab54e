package types

// ContentClassifier declares what the content of a human loop is free of. See
// HumanLoopDataAttributes.
type ContentClassifier string

// The values of ContentClassifier.
const (
	ContentClassifierFreeOfPersonallyIdentifiableInformation ContentClassifier = "FreeOfPersonallyIdentifiableInformation"
	ContentClassifierFreeOfAdultContent                      ContentClassifier = "FreeOfAdultContent"
)

// Values returns all known values. The service may know more.
func (ContentClassifier) Values() []ContentClassifier {
	return []ContentClassifier{
		ContentClassifierFreeOfPersonallyIdentifiableInformation,
		ContentClassifierFreeOfAdultContent,
	}
}

// HumanLoopStatus is the status of a human loop. A loop begins InProgress and
// ends Completed, Failed or Stopped. Treat a value you do not know as not
// ended: the service also sends Deleting, which the API reference does not list.
type HumanLoopStatus string

// The values of HumanLoopStatus.
const (
	HumanLoopStatusInProgress HumanLoopStatus = "InProgress"
	HumanLoopStatusFailed     HumanLoopStatus = "Failed"
	HumanLoopStatusCompleted  HumanLoopStatus = "Completed"
	HumanLoopStatusStopped    HumanLoopStatus = "Stopped"
	HumanLoopStatusStopping   HumanLoopStatus = "Stopping"
)

// Values returns all known values. The service may know more.
func (HumanLoopStatus) Values() []HumanLoopStatus {
	return []HumanLoopStatus{
		HumanLoopStatusInProgress,
		HumanLoopStatusFailed,
		HumanLoopStatusCompleted,
		HumanLoopStatusStopped,
		HumanLoopStatusStopping,
	}
}

// SortOrder is the order by creation time in which ListHumanLoops lists.
type SortOrder string

// The values of SortOrder.
const (
	SortOrderAscending  SortOrder = "Ascending"
	SortOrderDescending SortOrder = "Descending"
)

// Values returns all known values. The service may know more.
func (SortOrder) Values() []SortOrder {
	return []SortOrder{SortOrderAscending, SortOrderDescending}
}
